// Reads {data, queries} and prints the id of the danger found in each query, or null.
import { readFileSync } from 'node:fs'
import { readDangers } from '../../search/client/danger.js'

const { data, queries } = JSON.parse(readFileSync(0, 'utf8'))
const recognise = readDangers(data)
console.log(JSON.stringify(queries.map((query) => recognise(query)?.id ?? null)))
